// Package measure owns a closed loop of clients, how long their steps take and
// what a process uses meanwhile. It knows nothing of what a step does.
package measure
