<?php

declare(strict_types=1);

namespace OpenHPP;

/** Signatures of callbacks (Standard Webhooks 1.0) and of the result that a payer brings. */
final class Signature
{
    /** Seconds that a callback's timestamp may lie from the receiver's clock, either way. */
    public const TOLERANCE = 300;

    private const MAX_RESULT = 4096;

    /**
     * Checks the signature of a received callback and reads it. The same event_id may come twice: drop what you have had.
     *
     * @param string $secret "whsec_" and base64, as the server gave it
     * @param array<string, mixed> $headers by their names, such as getallheaders() answers, or $_SERVER
     * @param string $body the bytes as they came: file_get_contents('php://input')
     * @param int|null $now seconds since 1970
     * @return array<string, mixed> event_id, session and more
     * @throws SignatureException
     */
    public static function verifyCallback(string $secret, array $headers, string $body, ?int $now = null): array
    {
        $key = self::key($secret);
        [$id, $at, $given] = array_map(fn (string $name) => self::header($headers, $name), ['id', 'timestamp', 'signature']);
        if ($id === '' || $at === '' || $given === '') {
            throw new SignatureException('UNSIGNED', 'the callback lacks a webhook-id, webhook-timestamp or webhook-signature header');
        }
        if (!preg_match('/^[0-9]{1,15}\z/', $at) || abs(($now ?? time()) - (int) $at) > self::TOLERANCE) {
            throw new SignatureException('TIMESTAMP', "the callback's timestamp is too old or lies ahead");
        }
        $want = hash_hmac('sha256', "$id.$at.$body", $key, true);
        $genuine = false;
        foreach (preg_split('/\s+/', $given) as $one) {
            if (str_starts_with($one, 'v1,')) {
                $genuine = hash_equals($want, (string) base64_decode(substr($one, 3), true)) || $genuine;
            }
        }
        if (!$genuine) {
            throw new SignatureException('SIGNATURE', "the callback's signature is wrong");
        }
        $read = json_decode($body, true);
        if (!is_array($read)) {
            throw new SignatureException('BODY', "the callback's body is not JSON");
        }
        return $read;
    }

    /**
     * Checks the signed result in the address of merchant_urls.success and reads it. Compare session, amount and currency
     * with the purchase.
     *
     * @param string $secret that of callbacks
     * @param (callable(string): bool)|null $firstSeen keeps a nonce under a unique key and answers whether it is new
     * @return array<string, mixed>
     * @throws SignatureException
     */
    public static function verifyResult(string $secret, string $result, string $merchantId = '', ?callable $firstSeen = null, ?int $now = null): array
    {
        $key = self::key($secret);
        $form = new SignatureException('FORM', 'the result is not what the server writes for {{openhpp_result}}');
        $signatures = explode('.', $result);
        $version = array_shift($signatures);
        $payload = (string) array_shift($signatures);
        if ($version !== 'v1' || $signatures === [] || strlen($result) > self::MAX_RESULT) {
            throw $form;
        }
        $want = hash_hmac('sha256', "openhpp_result.v1.$payload", $key, true);
        $genuine = false;
        foreach ($signatures as $one) {
            $genuine = hash_equals($want, self::decodeURL($one)) || $genuine;
        }
        if (!$genuine) {
            throw new SignatureException('SIGNATURE', "the result's signature is wrong");
        }
        $paid = json_decode(self::decodeURL($payload), true);
        if (!is_array($paid) || ($paid['status'] ?? '') !== 'COMPLETED' || empty($paid['session_id']) || empty($paid['nonce'])) {
            throw $form;
        }
        if ($merchantId !== '' && ($paid['merchant_id'] ?? '') !== $merchantId) {
            throw new SignatureException('MERCHANT', 'the result is of another merchant');
        }
        $now ??= time();
        if ($now > ($paid['expires_at'] ?? 0) || $now + self::TOLERANCE < ($paid['issued_at'] ?? PHP_INT_MAX)) {
            throw new SignatureException('EXPIRED', 'the result is too old, or lies ahead; read the session instead');
        }
        if ($firstSeen !== null && !$firstSeen($paid['nonce'])) {
            throw new SignatureException('REPLAYED', 'the result was seen before; its payment is booked already', $paid);
        }
        return $paid;
    }

    private static function key(string $secret): string
    {
        $key = (string) base64_decode(preg_replace('/^whsec_/', '', $secret), true);
        if ($key === '') {
            throw new SignatureException('SECRET', 'the secret is not whsec_ and base64');
        }
        return $key;
    }

    /** @param array<string, mixed> $headers */
    private static function header(array $headers, string $name): string
    {
        foreach ($headers as $key => $value) {
            if (in_array(strtolower((string) $key), ["webhook-$name", "http_webhook_$name"], true)) {
                return (string) (is_array($value) ? reset($value) : $value);
            }
        }
        return '';
    }

    private static function decodeURL(string $text): string
    {
        return (string) base64_decode(strtr($text, '-_', '+/'), true);
    }
}
