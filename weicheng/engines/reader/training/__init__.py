"""How the reader's two small models are made; not needed to read.

    python -m weicheng.engines.reader.training.train            report leave-one-document-out figures
    python -m weicheng.engines.reader.training.train --write    train on everything and write the model files

Needs python-crfsuite. ``papers/`` and ``wide/`` hold fictional papers with their rows in ⟦…⟧ (rows.py says why apart);
``../corpus`` is annotated in full; further folders in the form of the annotation guide (docs/NAME.txt and NAME.jsonl) are
given with --data.
"""
