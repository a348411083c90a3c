<?php

declare(strict_types=1);

use OpenHPP\Signature;
use OpenHPP\SignatureException;

function vectors(): array
{
    return json_decode(file_get_contents(__DIR__ . '/../../testdata/signatures.json'), true, 512, JSON_THROW_ON_ERROR);
}

/** The reason of the refusal, and what was read. */
function judge(callable $check): array
{
    try {
        return ['', $check()];
    } catch (SignatureException $error) {
        return [$error->reason, $error->result];
    }
}

function test_callbacks_are_judged_as_the_server_signs(): void
{
    same(true, count(vectors()['callbacks']) > 20);
    foreach (vectors()['callbacks'] as $v) {
        $server = [];
        foreach ($v['headers'] as $name => $value) {
            $server['HTTP_' . strtoupper(strtr($name, '-', '_'))] = $value;
        }
        foreach ([$v['headers'], $server] as $headers) {
            [$code, $read] = judge(fn () => Signature::verifyCallback($v['secret'], $headers, $v['body'], $v['now']));
            same($v['code'], $code, $v['name']);
            same($v['event_id'] ?? null, $read['event_id'] ?? null, $v['name']);
            same($v['status'] ?? null, $read['session']['status'] ?? null, $v['name']);
        }
    }
}

function test_results_are_judged_as_the_server_signs(): void
{
    same(true, count(vectors()['results']) > 15);
    foreach (vectors()['results'] as $v) {
        $new = fn (string $nonce) => !in_array($nonce, $v['seen'] ?? [], true);
        [$code, $read] = judge(fn () => Signature::verifyResult($v['secret'], $v['result'], $v['merchant_id'], $new, $v['now']));
        same($v['code'], $code, $v['name']);
        same($v['session_id'] ?? null, $read['session_id'] ?? null, $v['name']);
        same($v['amount'] ?? null, $read['amount'] ?? null, $v['name']);
    }
}
