"""The reader: a plan document becomes rows. Pure Python, no Django.

    from weicheng.engines.reader import read_document, open_document
    reading = read_document(open_document(path), year=2026)
"""
