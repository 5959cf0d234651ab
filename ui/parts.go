package ui

func noteClass(kind string) string {
	switch kind {
	case "warn":
		return "warn"
	case "simulated":
		return "sim"
	}
	return ""
}

func stepClass(step, now int) string {
	switch {
	case step < now:
		return "past"
	case step == now:
		return "now"
	}
	return ""
}

func verbHref(v Verb) string {
	if v.Dialog != "" {
		return "#" + v.Dialog
	}
	return v.Href
}
