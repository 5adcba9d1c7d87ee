/** Several services of one address share its clone, also when they ask at the same time. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freeLockFile, takeLockFile } from '../../lock-file.ts';
import { startOf } from '../../process-identity.ts';
import { makeYard, type Yard } from './test-support.ts';

let yard: Yard;
beforeEach(() => {
	yard = makeYard();
});
afterEach(() => yard.dispose());

const services = 4;
const open = () => yard.open({ kind: 'address', url: `file://${yard.work}` });

test('several repositories of one address that ask at once have one clone between them', async () => {
	const first = yard.commit('first', { 'a.txt': '1' });
	const all = Array.from({ length: services }, open);
	const heads = await Promise.all(all.map((each) => each.head('main')));
	expect(heads.map((head) => (head.ok ? head.value.sha : head.problem))).toEqual(heads.map(() => first));
	expect(readdirSync(join(yard.root, 'cache')).filter((name) => !name.endsWith('.lock'))).toHaveLength(1);

	for (let round = 0; round < 2; round += 1) {
		const next = yard.commit(`next ${round}`, { 'a.txt': `next ${round}` });
		yard.git('branch', `other-${round}`);
		const again = await Promise.all(all.map((each) => each.head('main')));
		expect(again.map((head) => (head.ok ? head.value.sha : head.problem))).toEqual(again.map(() => next));
	}
});

test('a clone that another Signalbox works on is waited for, until somebody gives up', async () => {
	yard.commit('first', { 'a.txt': '1' });
	const one = open();
	await one.head('main');
	const [name = ''] = readdirSync(join(yard.root, 'cache'));
	const lock = join(yard.root, 'cache', `${name}.lock`);
	const other = { pid: process.ppid, startedAs: startOf(process.ppid) };
	expect(takeLockFile(lock, other)).toBe(true);
	const giveUp = new AbortController();
	const given = one.head('main', giveUp.signal);
	const waited = one.head('main');
	giveUp.abort();
	expect(await given).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
	freeLockFile(lock, other);
	expect((await waited).ok).toBe(true);
});
