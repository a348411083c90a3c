<?php

declare(strict_types=1);

namespace OpenHPP;

/** Makes calls with a merchant's credentials. */
class Caller
{
    public readonly string $url;

    /** @param float $timeout seconds that the server may be silent */
    public function __construct(
        string $url,
        private readonly string $username,
        #[\SensitiveParameter] private readonly string $password,
        private readonly float $timeout = 40,
    ) {
        if ($url === '' || $username === '' || $password === '') {
            throw new \InvalidArgumentException('OpenHPP: url, username and password are needed');
        }
        $this->url = rtrim($url, '/');
    }

    /**
     * A call that has no method of its own. Answers the JSON, or null where there is none.
     *
     * @param array<string, mixed>|object|null $body
     * @param array<string, mixed> $query members that are null are left out; lists are repeated
     * @throws ApiException|OutcomeUnknownException
     */
    public function call(string $method, string $path, array|object|null $body = null, array $query = [], ?string $idempotencyKey = null): ?array
    {
        return $this->exchange($method, $path, $body, $query, $idempotencyKey)[0];
    }

    /**
     * Calls, and answers the headers too, by their names in lower case.
     *
     * @return array{0: ?array<mixed>, 1: array<string, string>}
     */
    public function exchange(string $method, string $path, array|object|null $body = null, array $query = [], ?string $idempotencyKey = null): array
    {
        if (!str_starts_with($path, '/')) {
            throw new \InvalidArgumentException('OpenHPP: the path must begin with /');
        }
        $operation = $method . ' ' . explode('?', $path)[0];
        $headers = ['Accept: application/json', 'Authorization: Basic ' . base64_encode("$this->username:$this->password")];
        if ($method === 'POST' || $method === 'PATCH') {
            $idempotencyKey ??= bin2hex(random_bytes(16));
            $headers[] = "Klarna-Idempotency-Key: $idempotencyKey";
        }
        $content = '';
        if ($body !== null) {
            $headers[] = 'Content-Type: application/json';
            $content = json_encode($body, JSON_THROW_ON_ERROR);
        }
        $context = stream_context_create(['http' => [
            'method' => $method, 'header' => $headers, 'content' => $content, 'timeout' => $this->timeout,
            'ignore_errors' => true, 'follow_location' => 0, 'protocol_version' => 1.1,
        ]]);
        [$text, $answered] = self::send($operation, $this->url . $path . self::search($query), $context, $idempotencyKey);
        $read = json_decode($text, true);
        $status = (int) explode(' ', $answered[''] . ' 0')[1];
        if ($status >= 300) {
            $envelope = is_array($read) ? $read : [];
            $envelope['correlation_id'] ??= $answered['klarna-correlation-id'] ?? '';
            throw new ApiException($operation, $status, $envelope);
        }
        if ($text !== '' && !is_array($read)) {
            throw new OutcomeUnknownException($operation, $idempotencyKey, 'the answer is not JSON');
        }
        return [$read, $answered];
    }

    /** @return array{0: string, 1: array<string, string>} body and headers; the status line has no name */
    private static function send(string $operation, string $url, mixed $context, ?string $key): array
    {
        $stream = @fopen($url, 'r', false, $context);
        if ($stream === false) {
            throw new OutcomeUnknownException($operation, $key, 'not reachable, or cut off');
        }
        $text = stream_get_contents($stream);
        $about = stream_get_meta_data($stream);
        fclose($stream);
        $headers = ['' => ''];
        foreach ($about['wrapper_data'] as $line) {
            if (str_starts_with($line, 'HTTP/')) {
                $headers[''] = $line;
            } else {
                [$name, $value] = explode(':', $line, 2);
                $headers[strtolower($name)] = trim($value);
            }
        }
        $length = $headers['content-length'] ?? null;
        if ($text === false || $about['timed_out'] || ($length !== null && strlen($text) < (int) $length)) {
            throw new OutcomeUnknownException($operation, $key, 'the answer was cut off');
        }
        return [$text, $headers];
    }

    /** One segment of a path. Empty and dotted ones would name another resource. */
    public static function segment(string $id): string
    {
        if (in_array($id, ['', '.', '..'], true)) {
            throw new \InvalidArgumentException("OpenHPP: the id is \"$id\", want the one the server gave");
        }
        return rawurlencode($id);
    }

    /** @param array<string, mixed> $query */
    private static function search(array $query): string
    {
        $pairs = [];
        foreach ($query as $name => $value) {
            foreach (is_array($value) ? $value : [$value] as $one) {
                if ($one instanceof \DateTimeInterface) {
                    $one = \DateTimeImmutable::createFromInterface($one)->setTimezone(new \DateTimeZone('UTC'))->format('Y-m-d\TH:i:s.v\Z');
                }
                if ($one !== null) {
                    $pairs[] = rawurlencode($name) . '=' . rawurlencode((string) $one);
                }
            }
        }
        return $pairs === [] ? '' : '?' . implode('&', $pairs);
    }
}
