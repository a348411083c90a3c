// Package story owns what happened to a session, told in order from what is
// stored, and the five answers that are asked for most: whether it was opened, why
// it was declined, whether the merchant was told, what the merchant answered, and
// where the page sent the payer. Each is a pure function of the facts. It must not
// know how facts are stored and how a story is shown.
package story
