"""Records of a release for catalogues of data sets, each in the form that its readers know."""
