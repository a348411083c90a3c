package assets

// File is one thing a page loads or carries, as an auditor lists it
// (PCI DSS 6.4.3).
type File struct {
	Path      string `json:"path"` // below the server's address; "inline" for what a page carries
	Kind      string `json:"kind"` // script, style or image
	Purpose   string `json:"purpose"`
	Bytes     int    `json:"bytes"`
	Integrity string `json:"integrity"` // sha384, as browsers write it
	Guard     string `json:"guard"`     // what keeps anything else from running in its place
}

// Manifest lists every script and style of every page, and nothing else runs
// or styles there: the policy forbids it. What ServeAPI answers runs on pages of
// others.
func Manifest() []File {
	script, style, icon := read("page.js"), read("page.css"), read("icon.svg")
	stepScript := read("provider.js")
	moduleScript, moduleStyle := read("module.js"), read("module.css")
	return []File{
		{Prefix + Script, "script", "Busy buttons, news from elsewhere, times in the payer's zone, copying, clearing a screen in a shop; the page works without it",
			len(script), integrity(script), "nonce and integrity attribute"},
		{Prefix + ModuleScript, "script", "News while somebody types, what a scanner reads, a word with the page around; only in the distribution module, which works without it",
			len(moduleScript), integrity(moduleScript), "nonce and integrity attribute"},
		{Prefix + StepScript, "script", "Loads a provider's own script on the step where the payer acts there, and hands its answer to the page's form; the provider's page does without",
			len(stepScript), integrity(stepScript), "nonce and integrity attribute"},
		{"inline", "style", "How every screen looks", len(style), integrity(style), "nonce"},
		{"inline", "style", "How the distribution module looks, beside that", len(moduleStyle), integrity(moduleStyle), "nonce"},
		{"inline", "style", "A merchant's colours and background, as custom properties that the server computes; only on pages that have them",
			0, "", "nonce"},
		{Prefix + Icon, "image", "The icon in the tab", len(icon), integrity(icon), "img-src 'self'"},
	}
}
