package sqlrows

// Stores are the stores of an engine that its statements need no words of
// their own for. An engine embeds them.
type Stores struct{ engine Engine }

// New is what engine keeps.
func New(engine Engine) Stores { return Stores{engine} }
