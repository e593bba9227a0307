class Refused(Exception):
    """What was asked could not be done; the message is one Chinese sentence."""
