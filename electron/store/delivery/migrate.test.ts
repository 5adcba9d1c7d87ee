import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import type { OpenDeliveryStore } from './open-delivery-store.ts';
import {
	commit,
	day,
	deployment,
	event,
	incident,
	june,
	openFacts,
	run,
	tell,
	temporaryFactsFile,
	testRun,
	valueOf,
} from './test-facts.ts';
import { setup } from './test-worlds.ts';

const scope = { services: [], group: null, environments: ['production', 'staging'] };
const asked: MetricsQuery = {
	scope,
	...{ period: { from: '2026-06-01', to: '2026-07-01' }, compareWith: null, bucket: 'week', withBots: false },
};

/** A second look into the file, beside the store. */
function lookInto(file: string): DatabaseSync {
	const db = new DatabaseSync(file);
	onTestFinished(() => {
		if (db.isOpen) db.close();
	});
	return db;
}

/** Suites and pipeline runs are folded when they are asked for, whatever the rules for deployments. */
const toJudge = 'select count(*) from dirty where kind not in (4, 5)';
const only = (db: DatabaseSync, query: string) => Object.values(db.prepare(query).get() ?? {})[0];

async function answers(store: OpenDeliveryStore) {
	const { dora } = valueOf(await store.metrics(asked, june + 20 * day));
	const { items } = valueOf(await store.timeline({ scope, from: june + 9 * day, to: june + 20 * day, limit: 10 }));
	return { counted: dora[0]?.n, shown: items.map(({ ref }) => ref) };
}

test('a file of the first version keeps its facts, gets what is new, and all of it is judged anew, once', async () => {
	const file = temporaryFactsFile();
	const first = await openFacts(file);
	valueOf(await first.configure(setup));
	await tell(first, 'ci', [deployment('1', june + day), deployment('2', june + 10 * day)]);
	await tell(first, 'pager', [
		incident('open', june + 2 * day, { resolvedAt: null }),
		incident('over', june + 2 * day),
	]);
	await tell(first, 'flags', [event('e1', june + 11 * day), event('e2', june + 2 * day)]);
	await tell(first, 'git', [commit(1, june)]);
	await tell(first, 'runs', [run('r1', june + day)]);
	await tell(first, 'tests', [testRun('t1', june + day)]);
	const whole = await answers(first);
	expect(whole).toEqual({ counted: 2, shown: ['flags|e1', 'ci|2', 'pager|open'] });
	await first.close();

	// As it was left: without the index, judged by rules that knew less, and so with other numbers.
	const before = lookInto(file);
	before.exec('drop index incidents_open; pragma user_version = 1; delete from numbers; delete from details');
	before.exec(`update meta set value = json_remove(value, '$.sameDeploymentWindowMs') where key = 'rules'`);
	expect(only(before, toJudge)).toBe(0);
	before.close();

	const second = await openFacts(file);
	valueOf(await second.configure(setup));
	expect(await answers(second)).toEqual(whole);
	await second.close();
	const third = await openFacts(file);
	valueOf(await third.configure(setup));
	const after = lookInto(file);
	expect(only(after, 'pragma user_version')).toBe(2);
	expect(only(after, toJudge)).toBe(0);
	expect(await answers(third)).toEqual(whole);
});
