/** What every runner must do with what a run leaves behind: logs and artifacts. */
import { expect, test } from 'vitest';
import {
	code,
	endedRun,
	eventually,
	fetchedFiles,
	jobOf,
	look,
	type RunnerHarness,
	runThat,
	value,
	wholeLog,
	withFolder,
} from './conformance-steps.ts';

/** Registers the tests of logs. */
export function logTests(use: () => RunnerHarness): void {
	followTests(use);
	pieceTests(use);
}

function followTests(use: () => RunnerHarness): void {
	test('a log is followed while it grows, and its pieces join to the whole', async () => {
		const harness = use();
		const { runner, world } = harness;
		const nativeId = await world.givenRun();
		await world.appendLog(nativeId, 'build', 'compiling one\n');
		const jobId = jobOf(await runThat(harness, nativeId, (run) => run.jobs.length > 0), 'build').id;
		if (runner.can.followLog) {
			const early = await eventually(
				async () => value(await runner.readLog({ nativeId, jobId, fromByte: 0 })),
				(piece) => piece.text.includes('compiling one\n'),
			);
			expect(early.isComplete).toBe(false);
			await world.appendLog(nativeId, 'build', 'compiling two\n');
			const more = await eventually(
				async () => value(await runner.readLog({ nativeId, jobId, fromByte: early.nextByte })),
				(piece) => piece.text.includes('compiling two\n'),
			);
			expect(more.fromByte).toBe(early.nextByte);
			expect(more.text).not.toContain('compiling one');
		} else await world.appendLog(nativeId, 'build', 'compiling two\n');
		await world.appendLog(nativeId, 'build', 'the end without a line break');
		await world.finishJob(nativeId, 'build', 'passed');
		await runThat(harness, nativeId, (run) => jobOf(run, 'build').state === 'passed');
		const whole = await wholeLog(harness, nativeId, jobId);
		expect(whole.text).toMatch(/compiling one\n[^]*compiling two\n[^]*the end without a line break/);
		expect(whole.gaps).toEqual([]);
		const size = Buffer.byteLength(whole.text);
		expect(value(await runner.readLog({ nativeId, jobId, fromByte: size }))).toEqual({
			text: '',
			fromByte: size,
			nextByte: size,
			isComplete: true,
			gap: null,
		});
	});
}

function pieceTests(use: () => RunnerHarness): void {
	test('a long log comes in pieces that split no character', async () => {
		const harness = use();
		const nativeId = await harness.world.givenRun();
		// 37 bytes a line: no power of two cuts it between characters for long.
		const line = 'naïve – 日本語 😀 übel ok\n';
		await harness.world.appendLog(nativeId, 'build', `x${line.repeat(70_000)}`);
		await harness.world.finishJob(nativeId, 'build', 'passed');
		const run = await runThat(harness, nativeId, (each) => jobOf(each, 'build').state === 'passed');
		const whole = await wholeLog(harness, nativeId, jobOf(run, 'build').id);
		expect(whole.text).not.toContain('\uFFFD');
		expect(whole.text.split('naïve – 日本語 😀 übel ok').length - 1).toBe(70_000);
		expect(whole.pieces).toBeGreaterThan(1);
	});

	test('a log that the host cut says so in words', async () => {
		const harness = use();
		if (harness.world.cutLog === null) return;
		const nativeId = await harness.world.givenRun();
		await harness.world.appendLog(nativeId, 'build', 'a line\n'.repeat(100));
		await harness.world.finishJob(nativeId, 'build', 'passed');
		await harness.world.finishJob(nativeId, 'test', 'passed');
		const run = await runThat(harness, nativeId, (each) => each.state === 'passed');
		await harness.world.cutLog(nativeId, 'build');
		const whole = await wholeLog(harness, nativeId, jobOf(run, 'build').id);
		expect(whole.gaps.length).toBeGreaterThan(0);
		expect(whole.gaps.every((gap) => /\w+ \w+/.test(gap))).toBe(true);
	});

	test('the log of a run or a job that nobody knows is not found', async () => {
		const harness = use();
		const nativeId = await endedRun(harness, 'passed');
		expect(code(await harness.runner.readLog({ nativeId, jobId: '987654321', fromByte: 0 }))).toBe('not-found');
		expect(code(await harness.runner.readLog({ nativeId: '987654321', jobId: '1', fromByte: 0 }))).toBe('not-found');
	});
}

/** Registers the tests of artifacts. */
export function artifactTests(use: () => RunnerHarness): void {
	const files = { 'junit.xml': '<testsuites tests="2"/>\n', 'coverage.info': `TN:\n${'DA:1,1\n'.repeat(500)}` };

	async function runWithArtifact(harness: RunnerHarness): Promise<{ nativeId: string; name: string }> {
		const nativeId = await harness.world.givenRun();
		const name = await harness.world.givenArtifact(nativeId, files);
		await harness.world.finishJob(nativeId, 'build', 'passed');
		await runThat(harness, nativeId, (run) => jobOf(run, 'build').state === 'passed');
		await harness.world.finishJob(nativeId, 'test', 'passed');
		await runThat(harness, nativeId, (run) => run.state === 'passed');
		return { nativeId, name };
	}

	test('what a run left behind is listed and fetched', async () => {
		const harness = use();
		const { nativeId, name } = await runWithArtifact(harness);
		const found = value(await harness.runner.artifacts(nativeId)).filter((artifact) => artifact.name === name);
		expect(found).toHaveLength(1);
		expect(found[0]?.isExpired).toBe(false);
		await withFolder(async (folder) => {
			const request = { nativeId, artifactId: found[0]?.id ?? '', folder, maxBytes: 1_000_000 };
			const fetched = value(await harness.runner.fetchArtifact(request));
			expect((fetched.kind === 'zip' ? fetched.file : fetched.root).startsWith(folder)).toBe(true);
			const content = await fetchedFiles(fetched);
			if (content !== 'archive') expect(content).toEqual(files);
		});
	});

	test('more than may be fetched is refused, and so is what nobody knows', async () => {
		const harness = use();
		const { nativeId, name } = await runWithArtifact(harness);
		const artifact = value(await harness.runner.artifacts(nativeId)).find((each) => each.name === name);
		const artifactId = artifact?.id ?? '';
		await withFolder(async (folder) => {
			const fetch = (id: string, maxBytes: number) =>
				harness.runner.fetchArtifact({ nativeId, artifactId: id, folder, maxBytes });
			expect(code(await fetch(artifactId, 20))).toBe('too-large');
			expect(code(await fetch('987654321', 1_000_000))).toBe('not-found');
		});
	});

	test('a run without artifacts has none, and an unknown one is not found', async () => {
		const harness = use();
		const nativeId = await endedRun(harness, 'passed');
		expect((await look(harness, nativeId)).state).toBe('passed');
		expect(value(await harness.runner.artifacts(nativeId))).toEqual([]);
		expect(code(await harness.runner.artifacts('987654321'))).toBe('not-found');
	});
}
