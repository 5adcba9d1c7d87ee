import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findViolations } from './layers.ts';
import { readSourceFiles } from './source-files.ts';

const judge = (file: string, text: string) =>
	findViolations([{ path: file, text }]).map((one) => `${one.line}: ${one.text}`);

describe('a planted violation is found', () => {
	it.each([
		['shared/domain/a.ts', "import { x } from '../rpc/api.ts';", 'imports shared/rpc/api.ts'],
		[
			'shared/domain/a.ts',
			"import type { X } from '../../electron/engine/ports.ts';",
			'imports electron/engine/ports.ts',
		],
		['shared/domain/a.ts', "import { readFile } from 'node:fs';", 'must run without Node'],
		['shared/domain/a.ts', "import fs from 'fs';", 'must run without Node'],
		['shared/domain/a.ts', "import _ from 'lodash';", 'the package lodash'],
		['shared/domain/a.ts', 'export const now = Date.now();', 'uses Date.now'],
		['shared/config/a.ts', "import { x } from '../rpc/api.ts';", 'imports shared/rpc/api.ts'],
		['electron/engine/a.ts', "import { x } from '../store/open-store.ts';", 'imports electron/store/open-store.ts'],
		['electron/engine/a.ts', "import type { X } from '../connectors/exec.ts';", 'imports electron/connectors/exec.ts'],
		['electron/engine/a.ts', "export * from '../store/open-store.ts';", 'imports electron/store/open-store.ts'],
		['electron/engine/a.ts', "const x = await import('node:http');", 'must run without Node'],
		['electron/engine/a.ts', 'const at = new Date();', 'uses new Date()'],
		['electron/engine/a.ts', 'const id = Math.random();', 'uses Math.random'],
		['electron/engine/a.ts', "\n\nfetch('http://x');", '3: uses fetch'],
		['electron/engine/a.ts', 'const x = process.env.A;', 'uses process'],
		['electron/engine/a.ts', 'setTimeout(() => {}, 1);', 'uses setTimeout'],
		['electron/engine/a.ts', 'const later = setInterval;', 'uses setInterval'],
		['electron/engine/a.ts', 'const o = { setTimeout };', 'uses setTimeout'],
		[
			'electron/connectors/targets/a.ts',
			"import { x } from '../metrics/scrape.ts';",
			'imports electron/connectors/metrics/scrape.ts',
		],
		['electron/connectors/targets/a.ts', "import { x } from '../../store/open-store.ts';", 'imports electron/store'],
		[
			'electron/connectors/targets/a.ts',
			"import { x } from '../../../shared/rpc/api.ts';",
			'imports shared/rpc/api.ts',
		],
		[
			'electron/connectors/targets/a.ts',
			"import { x } from '../../engine/engine.ts';",
			'imports electron/engine/engine.ts',
		],
		['electron/store/a.ts', "import { x } from '../connectors/exec.ts';", 'imports electron/connectors/exec.ts'],
		['electron/web/a.ts', "import { app } from 'electron';", 'only electron/desktop may'],
		['electron/host/a.ts', "import type { App } from 'electron';", 'only electron/desktop may'],
		['electron/host/a.ts', "import { x } from '../desktop/window.ts';", 'imports electron/desktop/window.ts'],
		['electron/host/a.test.ts', "import { app } from 'electron/main';", 'only electron/desktop may'],
		['electron/desktop/a.ts', "import { x } from '../../renderer/app.tsx';", 'imports renderer/app.tsx'],
		['renderer/ui/a.tsx', "import { x } from '../store/room.ts';", 'imports renderer/store/room.ts'],
		['renderer/charts/a.tsx', "import { x } from '../features/board.tsx';", 'imports renderer/features/board.tsx'],
		[
			'renderer/features/a.tsx',
			"import { x } from '../transport/connect.ts';",
			'imports renderer/transport/connect.ts',
		],
		[
			'renderer/store/a.ts',
			"import { x } from '../../electron/engine/engine.ts';",
			'imports electron/engine/engine.ts',
		],
		['renderer/features/a.tsx', "import path from 'node:path';", 'must run without Node'],
		['electron/engine/a.ts', "import { x } from './a.test.ts';", 'is there for tests'],
		['elsewhere/a.ts', '', 'lies in no known folder'],
		['electron/engine/a.ts', 'const = ;', 'cannot be read'],
	])('%s: %s', (file, text, words) => {
		expect(judge(file, text).join('\n')).toContain(words);
	});
});

describe('what the table allows passes', () => {
	it.each([
		['shared/config/a.ts', "import type { ConfigIssue } from '../rpc/views.ts'; import { z } from 'zod';"],
		[
			'electron/engine/a.ts',
			"import { ok } from '../../shared/domain/result.ts'; import type { Clock } from './ports.ts';",
		],
		['electron/engine/a.ts', 'const at = new Date(0); const o = { fetch: 1 }; o.fetch; clock.setTimeout();'],
		[
			'electron/engine/a.ts',
			'interface Deps { fetch(): void; process: string } function f(fetch: () => void) { fetch(); }',
		],
		['electron/engine/a.test.ts', "import fs from 'node:fs'; setTimeout(() => {}, Date.now());"],
		[
			'electron/connectors/targets/haproxy/a.ts',
			"import type { Target } from '../../../engine/ports.ts'; import { x } from '../../exec.ts';",
		],
		['electron/desktop/a.ts', "import { app } from 'electron'; import { x } from '../host/room.ts';"],
		[
			'renderer/features/a.tsx',
			"import { x } from '../store/room.ts'; import { B } from '../ui/button.tsx'; import './a.css';",
		],
	])('%s: %s', (file, text) => {
		expect(judge(file, text)).toEqual([]);
	});
});

it('the repository keeps to the table', () => {
	const files = readSourceFiles(path.resolve(import.meta.dirname, '..'));
	expect(files.length).toBeGreaterThan(50);
	expect(findViolations(files).map(({ file, line, text }) => `${file}:${line} ${text}`)).toEqual([]);
});
