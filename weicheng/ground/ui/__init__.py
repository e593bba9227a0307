"""Components and template tags of the interface: status words, icons, chips, tables."""
