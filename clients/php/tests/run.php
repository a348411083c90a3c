<?php

declare(strict_types=1);

// Runs every test_… function of the files beside it, or of those named: a runner of 30 lines needs nothing but PHP.

error_reporting(E_ALL);
set_error_handler(fn (int $level, string $text, string $file, int $line) => (error_reporting() & $level)
    ? throw new ErrorException($text, 0, $level, $file, $line) : true);
spl_autoload_register(function (string $class): void {
    require __DIR__ . '/../src/' . substr($class, strlen('OpenHPP\\')) . '.php';
});

function same(mixed $want, mixed $got, string $about = ''): void
{
    if ($want !== $got) {
        throw new Exception($about . ' got ' . var_export($got, true) . ', want ' . var_export($want, true));
    }
}

/** The exception of a class that a call ends with. */
function thrown(string $class, callable $call): Throwable
{
    try {
        $call();
    } catch (Throwable $error) {
        return $error instanceof $class ? $error : throw $error;
    }
    throw new Exception("nothing was thrown, want $class");
}

$failed = $ran = 0;
foreach (array_slice($argv, 1) ?: glob(__DIR__ . '/*_test.php') as $file) {
    require $file;
}
foreach (get_defined_functions()['user'] as $name) {
    if (!str_starts_with($name, 'test_')) {
        continue;
    }
    $ran++;
    try {
        $name();
        echo "ok $name\n";
    } catch (Throwable $error) {
        $failed++;
        echo "not ok $name\n$error\n";
    }
}
echo "$ran tests, $failed failed\n";
exit($failed === 0 && $ran > 0 ? 0 : 1);
