import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realClock } from '../testing/real-world.ts';
import { testPorts } from './test-ports.ts';
import { createProjects } from './projects.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-projects-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function projectFile(name: string, service: string): string {
	const file = path.join(folder, `${name}.yaml`);
	writeFileSync(
		file,
		`version: 1
name: ${name}
services:
  - name: ${service}
    owner: a team
    releases: [{ version: 1.0.0 }]
    environments:
      production:
        tier: production
        target: { kind: process, label: processes, run: [node, service.mjs, "{version}"] }
`,
	);
	return file;
}

function openProjects(answer: (name: string) => Promise<void> = async () => {}) {
	const shown: string[] = [];
	const counts = { opened: 0 };
	const projects = createProjects({
		engine: {
			inFlight: () => [],
			showProject: (view) => void shown.push(view.name),
			openProject: async (view) => {
				shown.push(view.name);
				counts.opened += 1;
				await answer(view.name);
			},
			closeProject: async () => {},
		},
		clock: realClock,
		...testPorts(folder),
	});
	return { projects, shown, counts };
}

test('the sample does not open beside a project that steers the same environment', async () => {
	const { projects, shown } = openProjects();
	const first = projectFile('webshop', 'shop');
	expect(await projects.open(first)).toMatchObject({ ok: true });
	const refused = await projects.open(projectFile('sample', 'shop'), { isSample: true });
	expect(refused).toMatchObject({
		ok: false,
		problem: { code: 'already-running', message: expect.stringContaining(first) },
	});
	expect(shown).toEqual(['webshop']);
});

test('a person sees a project that clashes, with the reason beside it', async () => {
	const { projects, shown } = openProjects();
	await projects.open(projectFile('webshop', 'shop'));
	expect(await projects.open(projectFile('second', 'shop'))).toMatchObject({ ok: true });
	expect(shown).toHaveLength(2);
});

test('an environment is steered by the project that is open with it, until that is closed', async () => {
	const { projects } = openProjects();
	const file = projectFile('webshop', 'shop');
	const opened = await projects.open(file);
	expect([projects.steeredBy('shop/production'), projects.steeredBy('till/production')]).toEqual([file, null]);
	if (opened.ok) await projects.close(opened.value.projectId);
	expect(projects.steeredBy('shop/production')).toBeNull();
});

test('the sample does not count among those that steer', async () => {
	const { projects } = openProjects();
	await projects.open(projectFile('sample', 'shop'), { isSample: true });
	expect(projects.steeredBy('shop/production')).toBeNull();
});

test('of two that clash and are opened at once, the one asked for first steers', async () => {
	const { projects, shown } = openProjects();
	const first = projectFile('webshop', 'shop');
	const opened = await Promise.all([projects.open(first), projects.open(projectFile('second', 'shop'))]);
	expect(opened).toMatchObject([{ ok: true }, { ok: true }]);
	expect(shown).toHaveLength(2);
	expect(projects.steeredBy('shop/production')).toBe(first);
	const read = await Promise.all(opened.map(async (one) => (one.ok ? projects.reload(one.value.projectId) : one)));
	const clashes = read.map((one) =>
		one.ok && 'issues' in one.value ? one.value.issues.filter(({ severity }) => severity === 'error') : [],
	);
	expect(clashes).toMatchObject([[], [{ message: expect.stringContaining(first) }]]);
});

test('a file that is asked for twice at once is opened once', async () => {
	const { projects, counts } = openProjects();
	const file = projectFile('webshop', 'shop');
	await Promise.all([projects.open(file), projects.open(file)]);
	expect(counts.opened).toBe(1);
});

test('a project whose target does not answer keeps no other from being opened', async () => {
	let answer = (): void => {};
	const silent = new Promise<void>((resolve) => {
		answer = resolve;
	});
	const { projects, shown } = openProjects((name) => (name === 'webshop' ? silent : Promise.resolve()));
	const waiting = projects.open(projectFile('webshop', 'shop'));
	expect(await projects.open(projectFile('second', 'till'))).toMatchObject({ ok: true });
	expect(shown).toContain('second');
	answer();
	expect(await waiting).toMatchObject({ ok: true });
});
