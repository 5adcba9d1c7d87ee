/** The examples' files for other programs, by the word of those programs. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { findHaproxy } from '../peers/haproxy.ts';
import { findPrometheus } from '../peers/prometheus.ts';

const folder = resolve(import.meta.dirname, '..', '..', 'assets', 'examples', 'haproxy');
const haproxy = findHaproxy();
const promtool = join(dirname(findPrometheus() ?? ''), 'promtool');

test.skipIf(haproxy === null)('HAProxy takes haproxy.cfg without a warning (needs haproxy on PATH)', () => {
	const said = execFileSync(haproxy ?? '', ['-c', '-f', join(folder, 'haproxy.cfg')], { encoding: 'utf8' });
	expect(said.trim()).toBe('Configuration file is valid');
});

test.skipIf(!existsSync(promtool))('Prometheus takes prometheus.yml (needs promtool on PATH)', () => {
	const said = execFileSync(promtool, ['check', 'config', join(folder, 'prometheus.yml')], { encoding: 'utf8' });
	expect(said).toMatch(/SUCCESS/);
});
