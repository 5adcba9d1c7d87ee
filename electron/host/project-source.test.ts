import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ProjectView } from '../../shared/rpc/views.ts';
import { realClock } from '../testing/real-world.ts';
import { testPorts } from './test-ports.ts';
import { createProjects } from './projects.ts';

test('windows are sent the text of a file without the secrets in it', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-source-'));
	try {
		const file = path.join(folder, 'signalbox.yaml');
		writeFileSync(file, 'version: 1\nname: shop\npassword: c4n4ry-in-the-file\n');
		const views: ProjectView[] = [];
		const note = (view: ProjectView) => void views.push(view);
		const projects = createProjects({
			engine: {
				inFlight: () => [],
				showProject: note,
				openProject: async (view) => note(view),
				closeProject: async () => {},
			},
			clock: realClock,
			...testPorts(folder),
		});
		expect(await projects.open(file)).toMatchObject({ ok: true });
		expect(views[0]?.source).toContain('name: shop\npassword: ');
		expect(JSON.stringify(views)).not.toContain('c4n4ry');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});
