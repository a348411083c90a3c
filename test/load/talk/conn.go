package talk

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"strconv"
	"time"
)

// answerTimeout is how long one answer may take.
const answerTimeout = 30 * time.Second

// Conn is one client's connection; it serves one request at a time.
type Conn struct {
	conn   net.Conn
	in     *bufio.Reader
	header bytes.Buffer
	body   bytes.Buffer
}

// Answer is what the server said. Its parts are overwritten by the next one.
type Answer struct {
	Status int
	header []byte
	Body   []byte // as sent, packed where Content-Encoding says so
}

// Dial opens a connection to host:port.
func Dial(ctx context.Context, address string) (*Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	return newConn(conn), nil
}

func newConn(conn net.Conn) *Conn {
	return &Conn{conn: conn, in: bufio.NewReaderSize(conn, 16<<10)}
}

// Close ends the connection.
func (c *Conn) Close() error { return c.conn.Close() }

// Do sends a request, whole and as it goes over the wire, and reads the
// answer. After an error the connection is of no use.
func (c *Conn) Do(request []byte) (Answer, error) {
	if err := c.conn.SetDeadline(time.Now().Add(answerTimeout)); err != nil {
		return Answer{}, err
	}
	if _, err := c.conn.Write(request); err != nil {
		return Answer{}, err
	}
	a, err := c.head()
	if err != nil {
		return Answer{}, err
	}
	c.body.Reset()
	switch length := a.Field("Content-Length"); {
	case a.Field("Transfer-Encoding") == "chunked":
		err = c.chunks()
	case length != "":
		var n int64
		if n, err = strconv.ParseInt(length, 10, 64); err == nil {
			_, err = io.CopyN(&c.body, c.in, n)
		}
	}
	a.Body = c.body.Bytes()
	return a, err
}

// head reads the status and the header up to the empty line.
func (c *Conn) head() (Answer, error) {
	c.header.Reset()
	var a Answer
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return a, err
		}
		switch {
		case a.Status == 0:
			if a.Status, err = status(line); err != nil {
				return a, err
			}
		case len(bytes.TrimSpace(line)) == 0:
			a.header = c.header.Bytes()
			return a, nil
		default:
			c.header.Write(line)
		}
	}
}

func status(line []byte) (int, error) {
	const prefix = "HTTP/1.1 "
	if !bytes.HasPrefix(line, []byte(prefix)) || len(line) < len(prefix)+3 {
		return 0, fmt.Errorf("talk: not a status line: %q", line)
	}
	return strconv.Atoi(string(line[len(prefix) : len(prefix)+3]))
}

func (c *Conn) chunks() error {
	if _, err := c.body.ReadFrom(httputil.NewChunkedReader(c.in)); err != nil {
		return err
	}
	_, err := c.in.ReadSlice('\n') // the line after the last chunk
	return err
}

// Field is a header field's value, empty without one.
func (a Answer) Field(name string) string {
	for line := range bytes.Lines(a.header) {
		if len(line) > len(name) && line[len(name)] == ':' && bytes.EqualFold(line[:len(name)], []byte(name)) {
			return string(bytes.TrimSpace(line[len(name)+1:]))
		}
	}
	return ""
}
