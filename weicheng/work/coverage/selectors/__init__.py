"""What the pages of coverage ask: how each clause stands, units and place types by clause, the holes."""
