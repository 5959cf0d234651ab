package rollimport

// KeepPermission opens the door: whoever keeps the roll of some unit. Whether of this one says
// Units.MayKeep, by the rules of the roll itself; an import and its report, which is full of personal
// data, are there for whoever keeps the roll of its unit today, and for nobody else.
const KeepPermission = "members.keep"
