package hpp

// MerchantURLs are where the payer, or the callback, goes. Each may hold
// placeholders (hpp.md §4).
type MerchantURLs struct {
	Success      string
	Cancel       string
	Back         string
	Failure      string
	Error        string
	StatusUpdate string
}
