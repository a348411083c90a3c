// Package subdivision owns the list of states, territories and provinces of the
// countries whose addresses name one, and which of them a postal code belongs
// to. It must not know addresses or forms.
package subdivision
