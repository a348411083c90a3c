package sqlite

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

func BenchmarkCommit(b *testing.B) {
	for _, callers := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("%d callers", callers), func(b *testing.B) {
			db := newBook(b)
			work := make(chan int)
			var all sync.WaitGroup
			for range callers {
				all.Go(func() {
					for i := range work {
						if err := db.update(b.Context(), enter(fmt.Sprint(i), strings.Repeat("x", 1500))); err != nil {
							b.Error(err)
						}
					}
				})
			}
			for i := 0; b.Loop(); i++ {
				work <- i
			}
			close(work)
			all.Wait()
		})
	}
}
