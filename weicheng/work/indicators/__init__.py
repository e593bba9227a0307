"""Values judged against the targets of an edition."""
