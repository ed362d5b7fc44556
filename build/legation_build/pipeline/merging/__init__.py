"""Make the graphs and files of a release out of the parts that were made of its documents."""
