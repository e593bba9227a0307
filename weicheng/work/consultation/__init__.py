"""Units see their draft rows before publishing and sign for their tasks after it."""
