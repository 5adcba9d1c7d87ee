import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createExec } from '../connectors/exec.ts';
import { quietLogger, realClock } from '../testing/real-world.ts';
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

function openProjects() {
	const shown: string[] = [];
	const projects = createProjects({
		engine: {
			inFlight: () => [],
			showProject: (view) => void shown.push(view.name),
			openProject: async (view) => void shown.push(view.name),
			closeProject: async () => {},
		},
		clock: realClock,
		connectors: {
			clock: realClock,
			logger: quietLogger,
			fetch: globalThis.fetch,
			exec: createExec({}),
			secrets: async () => ({ ok: true, value: '' }),
			launchRouter: { file: process.execPath, args: [] },
			targetsFolder: path.join(folder, 'targets'),
		},
	});
	return { projects, shown };
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
