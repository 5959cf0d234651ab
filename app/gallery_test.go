package app

func init() { Gallery = Samples }
