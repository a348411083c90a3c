package hpp

// Theme is how the merchant wants the page to look, as the provider was given it:
// colours are "#rrggbb" or empty, Radius a CSS length or empty. It is fixed
// when the session is made (docs/spec/hpp.md §6).
type Theme struct {
	Accent   string // of buttons and of what is chosen
	OnAccent string // of text on Accent
	Border   string // of fields and lists
	Link     string
	Text     string
	Radius   string
}
