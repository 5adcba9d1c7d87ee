import { expect, onTestFinished, test } from 'vitest';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { openFactsFile } from './connection.ts';
import { createContext } from './context.ts';
import { createJudge } from './judge.ts';
import {
	commit,
	day,
	deployment,
	hour,
	incident,
	june,
	openFacts,
	sha,
	tell,
	temporaryFactsFile,
	valueOf,
} from './test-facts.ts';
import { setup } from './test-worlds.ts';

const asked: MetricsQuery = {
	scope: { services: ['shop'], group: null, environments: [] },
	...{ period: { from: '2026-06-01', to: '2026-07-01' }, compareWith: null, bucket: 'week', withBots: false },
};

test('an environment that only facts name is part of the first answer, and follows the tier that they say', async () => {
	const store = await openFacts();
	valueOf(await store.configure(setup));
	const deployed = async () => valueOf(await store.metrics(asked, june + 20 * day)).dora[0]?.n;
	expect(await deployed()).toBe(0);
	await tell(store, 'ci', [deployment('1', june + day, { environment: 'eu' })]);
	expect(await deployed()).toBe(1);
	await tell(store, 'ci', [deployment('1', june + day, { environment: 'eu', tier: 'staging' })]);
	expect(await deployed()).toBe(0);
	await tell(store, 'ci', [deployment('1', june + day, { environment: 'eu' })]);
	expect(await deployed()).toBe(1);
});

test('an incident that names no environment moves to what users met last in any of production', async () => {
	const store = await openFacts();
	valueOf(await store.configure(setup));
	const failed = async (...environments: readonly string[]) => {
		const query = { ...asked, scope: { ...asked.scope, environments } };
		return valueOf(await store.metrics(query, june + 20 * day)).dora[2]?.n;
	};
	const inAll = async () => [await failed('production'), await failed('eu'), await failed('production', 'eu')];
	const eu = (tier: 'production' | 'staging') => deployment('2', june + day + hour, { environment: 'eu', tier });
	await tell(store, 'ci', [deployment('1', june + day)]);
	await tell(store, 'pager', [incident('i1', june + day + 2 * hour)]);
	expect(await inAll()).toEqual([1, 0, 1]);
	await tell(store, 'argo', [eu('production')]);
	expect(await inAll()).toEqual([0, 1, 1]);
	await tell(store, 'argo', [eu('staging')]);
	expect(await inAll()).toEqual([1, 0, 1]);
	await tell(store, 'argo', [eu('production')]);
	await tell(store, 'ci', [deployment('3', june + day + hour * 1.5)]);
	expect(await inAll()).toEqual([1, 0, 1]);
	valueOf(await store.forget('ci'));
	expect(await inAll()).toEqual([0, 1, 1]);
	valueOf(await store.forget('argo'));
	expect(await inAll()).toEqual([0, 0, 0]);
});

test('commits that another room writes between two units of a repository are seen by the second', async () => {
	const file = temporaryFactsFile();
	const other = await openFacts(file);
	valueOf(await other.configure(setup));
	for (const service of ['shop', 'cart']) {
		const of = (number: number) =>
			deployment(`${service} ${number}`, june + number * day, { service, commit: sha(number) });
		await tell(other, 'ci', [of(1), of(2)]);
	}
	const { db } = valueOf(openFactsFile(file, june));
	onTestFinished(() => db.close());
	const context = createContext(db, file);
	context.setSetup(setup);
	const judge = createJudge({ context, onChanged: () => undefined, onJudged: () => undefined });
	const judged = db.prepare('select 1 from unit_facts f join units u on u.id = f.unit where u.service = ?');
	while (judged.get(context.names.idOf('cart')) === undefined) expect(judge.judgeOne()).toBe(true);
	const mono = { repository: 'mono' };
	await tell(other, 'git', [commit(1, june, mono), commit(2, june, mono)]);
	while (judge.judgeOne());
	const { dora } = valueOf(await other.metrics({ ...asked, scope: { ...asked.scope, services: [] } }, june + 20 * day));
	expect(dora[1]?.n).toBe(2);
});
