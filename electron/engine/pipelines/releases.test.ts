import { expect, test } from 'vitest';
import { pipelineConfig, type ConfigOptions } from '../testing/test-pipeline-config.ts';
import { createWorld, giveRun, openPipelineRoom, pass } from '../testing/test-pipelines.ts';

const withConfig = (options: ConfigOptions = {}, world = createWorld()) =>
	openPipelineRoom({ pipeline: { config: pipelineConfig(options), runner: world.runner, git: world.git } }, world);

const fromFile: ConfigOptions = { version: { kind: 'file', path: 'package.json', field: 'version' } };

test('the version is read from the commit where the configuration says so', async () => {
	const room = await withConfig(fromFile);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(1_000);
	expect(room.pipeline().releases.map(({ version }) => version)).toEqual(['3.1.0']);
});

test('a version that another commit has is a visible problem, and the release of that commit stays', async () => {
	const room = await withConfig({ version: { kind: 'template', template: '2.4.0' } });
	pass(room.runner, giveRun(room.runner, { commit: { sha: '1a2b3c4'.padEnd(40, '0') } }));
	await room.clock.advance(1_000);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(1_000);
	expect(room.pipeline().releases).toMatchObject([{ version: '2.4.0', runId: 'shop:1' }]);
	expect(room.pipeline().latest).toMatchObject({ id: 'shop:2', version: null });
	const text = '2.4.0 was already made from 1a2b3c4; raise the version.';
	expect((await room.detail())?.problem).toMatchObject({ code: 'stale', message: text });
	expect(room.needs()).toMatchObject([{ kind: 'pipeline', title: 'shop: Run 2 made no release', detail: text }]);
});

test('the same commit tried by another run makes no second release and no problem', async () => {
	const room = await withConfig({ version: { kind: 'template', template: '2.4.0' } });
	const commit = { sha: '7'.padStart(40, '0') };
	pass(room.runner, giveRun(room.runner, { commit }));
	await room.clock.advance(1_000);
	pass(room.runner, giveRun(room.runner, { commit }));
	await room.clock.advance(1_000);
	expect(room.pipeline().releases).toHaveLength(1);
	expect((await room.detail())?.problem).toBeNull();
});

test('the range of commits begins after the last release that lies before this one', async () => {
	const room = await withConfig();
	for (const number of [3, 9, 5]) {
		pass(room.runner, giveRun(room.runner, { commit: { sha: number.toString(16).padStart(40, '0') } }));
		await room.clock.advance(2_000);
	}
	const [fifth, ninth] = room.pipeline().releases;
	expect(ninth).toMatchObject({ previous: '2.1.0', commitCount: 6, oldestCommitAt: 4_000 });
	expect(fifth).toMatchObject({ previous: '2.1.0', commitCount: 2 });
});

test('the first release follows the newest that the file names and git knows; it counts no history without one', async () => {
	const commit = { sha: '9'.padStart(40, '0') };
	const world = createWorld();
	const pipeline = { config: pipelineConfig(), runner: world.runner, git: world.git };
	const listed = [
		{ version: '1.9', commit: 'c'.padStart(40, '0'), notes: null },
		{ version: '1.8', commit: '7'.padStart(40, '0'), notes: null },
		{ version: '1.7', commit: null, notes: null },
	];
	const room = await openPipelineRoom({ pipeline, listed }, world);
	pass(room.runner, giveRun(room.runner, { commit }));
	await room.clock.advance(1_000);
	expect(room.pipeline().releases).toMatchObject([{ previous: '1.8', commitCount: 2, commitsNote: null }]);

	const alone = await withConfig();
	pass(alone.runner, giveRun(alone.runner, { commit }));
	await alone.clock.advance(1_000);
	expect(alone.pipeline().releases).toMatchObject([{ previous: null, commitCount: null, authors: [{ commits: 9 }] }]);
});

test('git is waited for up to two minutes', async () => {
	const room = await withConfig();
	room.git.break(true);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(60_000);
	expect(room.pipeline().releases).toEqual([]);
	room.git.break(false);
	await room.clock.advance(31_000);
	expect(room.pipeline().releases).toMatchObject([{ commitsNote: expect.stringContaining('the first release') }]);
});

test('without git the release is made after two minutes, and says what it does not know', async () => {
	const room = await withConfig();
	room.git.break(true);
	pass(room.runner, giveRun(room.runner, { commit: { subject: 'Count twice' } }));
	await room.clock.advance(130_000);
	expect(room.pipeline().releases).toMatchObject([
		{
			version: '2.1.0',
			commitCount: null,
			subject: 'Count twice',
			commitsNote: expect.stringContaining('does not answer'),
		},
	]);
	expect(room.hub.state().connections['scm:shop']).toMatchObject({ kind: 'scm', state: 'unreachable' });
});

test('neither pull requests nor other branches make releases', async () => {
	const room = await withConfig();
	const others = [giveRun(room.runner, { trigger: 'pull-request' }), giveRun(room.runner, { branch: 'feature' })];
	// Seen on their way, so that nothing but what they are keeps them from a release.
	await room.clock.advance(1_000);
	for (const id of others) pass(room.runner, id);
	await room.clock.advance(200_000);
	expect(room.pipeline()).toMatchObject({ releases: [], latest: null });
	expect(room.store.facts).toEqual([]);
});

test('a release is journalled once, however often its room is opened, and by the engine', async () => {
	const room = await withConfig();
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(1_000);
	const again = await room.restart();
	const third = await again.restart();
	await third.clock.advance(300_000);
	expect(room.store.facts).toMatchObject([
		{ actor: { kind: 'engine' }, fact: { type: 'release-made' }, idempotencyKey: 'release:shop:1:1' },
	]);
});

test('a full disk holds the release back until it can be written', async () => {
	const room = await withConfig();
	room.store.fill(true);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(10_000);
	expect(room.pipeline().releases).toEqual([]);
	expect((await room.detail())?.problem).toMatchObject({ code: 'store-full' });
	room.store.fill(false);
	await room.clock.advance(61_000);
	expect(room.pipeline().releases).toHaveLength(1);
	expect((await room.detail())?.problem).toBeNull();
});

test('an old green run that somebody looks at makes no release after the fact', async () => {
	const world = createWorld();
	const first = giveRun(world.runner, { createdAt: world.clock.now() - 3_600_000 });
	pass(world.runner, first);
	pass(world.runner, giveRun(world.runner));
	const room = await withConfig({}, world);
	await room.clock.advance(2_000);
	await room.detail('shop:1');
	await room.clock.advance(5_000);
	expect((await room.detail('shop:1'))?.evidence.evidence).toHaveLength(2);
	expect(room.pipeline().releases.map(({ version }) => version)).toEqual(['2.2.0']);
});

test('pages of releases and runs come from the store, and one release with its commits', async () => {
	const room = await withConfig();
	for (const number of [1, 2, 3]) {
		pass(room.runner, giveRun(room.runner, { commit: { sha: String(number).padStart(40, '0') } }));
		await room.clock.advance(2_000);
	}
	const { api } = room.pipelines;
	const page = await api.releases({ service: 'shop', before: null, limit: 2 });
	expect(page.ok ? page.value.map(({ release }) => release.version) : page).toEqual(['2.3.0', '2.2.0']);
	const before = page.ok ? (page.value[1]?.position ?? null) : null;
	const rest = await api.releases({ service: 'shop', before, limit: 2 });
	expect(rest).toMatchObject({ value: [{ release: { version: '2.1.0' } }] });
	const runs = await api.runs({ service: 'shop', before: null, limit: 30 });
	expect(runs).toMatchObject({ value: [{ version: '2.3.0' }, { version: '2.2.0' }, { version: '2.1.0' }] });
	const one = await api.release({ service: 'shop', version: '2.2.0' });
	expect(one).toMatchObject({
		value: { release: { previous: '2.1.0' }, record: { commits: [{ subject: 'Change 2' }] } },
	});
	expect(await api.release({ service: 'shop', version: '9' })).toMatchObject({ problem: { code: 'not-found' } });
});

test('what waits between environments is the batch of the next deployment', async () => {
	const room = await withConfig();
	for (const number of [1, 4]) {
		pass(room.runner, giveRun(room.runner, { commit: { sha: String(number).padStart(40, '0') } }));
		await room.clock.advance(2_000);
	}
	expect(room.pipeline().releases[0]).toMatchObject({ version: '2.2.0', commitCount: 3 });
	// Nothing stands there, so the first release comes along, and nobody can say how many commits that is.
	expect(room.pipeline().batches).toMatchObject([
		{ into: 'shop/staging', fromVersion: null, toVersion: '2.2.0', commits: null, authors: 1 },
		{ into: 'shop/production', fromVersion: null, toVersion: '2.2.0', commits: null },
	]);
});
