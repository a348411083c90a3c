// Package turn serves callers together who wait for the same thing, such as a
// disk. It owns who waits, who is served with whom and who may leave; it knows
// nothing of what they wait for.
package turn
