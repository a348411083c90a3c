// Package subdivision owns the list of states, territories and provinces of the
// countries whose addresses name one. It must not know addresses or forms.
package subdivision
