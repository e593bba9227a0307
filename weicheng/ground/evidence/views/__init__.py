"""Pages of the library, and the bytes of files behind signed addresses."""
