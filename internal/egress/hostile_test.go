package egress

import (
	"bytes"
	"compress/gzip"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// raw runs talk on every connection to a loopback listener and answers its
// address.
func raw(t *testing.T, talk func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer func() { _ = conn.Close() }()
				talk(conn)
			})
		}
	})
	t.Cleanup(func() { _ = listener.Close(); wg.Wait() })
	return "http://" + listener.Addr().String()
}

// readRequest waits for the end of the headers, so that an answer is one.
func readRequest(conn net.Conn) {
	buffer := make([]byte, 4096)
	_, _ = conn.Read(buffer)
}

// Every hostile receiver costs at most the attempt's time and a little memory
// (safety.md A55).
func TestHostileReceiversCostLittle(t *testing.T) {
	const timeout = 300 * time.Millisecond
	client := newPlayground(t)
	bomb := gzipBomb(t)
	for name, address := range map[string]string{
		"hang": raw(t, func(conn net.Conn) { _, _ = io.Copy(io.Discard, conn) }),
		"drip headers": raw(t, func(conn net.Conn) {
			drip(conn, "HTTP/1.1 200 OK\r\nX-Slow: ")
		}),
		"drip body": raw(t, func(conn net.Conn) {
			drip(conn, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
		}),
		"reset": raw(t, func(conn net.Conn) {
			readRequest(conn)
			_ = conn.(*net.TCPConn).SetLinger(0)
		}),
		"close": raw(t, func(net.Conn) {}),
		"not HTTP": raw(t, func(conn net.Conn) {
			readRequest(conn)
			_, _ = io.WriteString(conn, "SSH-2.0-x\r\n")
		}),
		"endless 103": raw(t, func(conn net.Conn) {
			readRequest(conn)
			repeat(conn, []byte("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"))
		}),
		"endless headers": raw(t, func(conn net.Conn) {
			readRequest(conn)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\n")
			repeat(conn, []byte("X-A: "+strings.Repeat("a", 1000)+"\r\n"))
		}),
		"10 GB body": raw(t, func(conn net.Conn) {
			readRequest(conn)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")
			repeat(conn, make([]byte, 32<<10))
		}),
		"endless chunks": raw(t, func(conn net.Conn) {
			readRequest(conn)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
			repeat(conn, []byte("1\r\na\r\n"))
		}),
		"gzip bomb": serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb)
		}),
	} {
		t.Run(name, func(t *testing.T) {
			start, before := time.Now(), allocated()
			_, body, err := call(t, client, address, timeout)
			took, grew := time.Since(start), allocated()-before
			if err == nil {
				t.Error("no error")
			}
			if len(body) > DefaultMaxBody || grew > 8<<20 || took > timeout+time.Second {
				t.Errorf("%d bytes read, %d bytes allocated, %s taken", len(body), grew, took)
			}
		})
	}
}

// drip writes start and then a byte now and then until the other side goes.
func drip(conn net.Conn, start string) {
	readRequest(conn)
	if _, err := io.WriteString(conn, start); err != nil {
		return
	}
	for tick := time.Tick(20 * time.Millisecond); ; <-tick {
		if _, err := conn.Write([]byte("a")); err != nil {
			return
		}
	}
}

func repeat(conn net.Conn, piece []byte) {
	for {
		if _, err := conn.Write(piece); err != nil {
			return
		}
	}
}

// gzipBomb is a gigabyte of zeros: members of a gzip stream may follow one
// another.
func gzipBomb(t *testing.T) []byte {
	t.Helper()
	var member bytes.Buffer
	w := gzip.NewWriter(&member)
	if _, err := w.Write(make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	packed := bytes.Repeat(member.Bytes(), 1000)
	if len(packed) < DefaultMaxBody {
		t.Fatalf("the bomb is only %d bytes", len(packed))
	}
	return packed
}

func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}
