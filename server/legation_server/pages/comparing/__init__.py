"""The pages that compare: where accounts differ, and figures of one measure."""
