/** A process with a local runner in it, to be killed by a test: `host.ts <folder> <jobs as JSON> <repository root>`. */
import { fail, ok } from '../../../../../shared/domain/result.ts';
import { createLocalRunner } from '../local-runner.ts';
import { execFileSync } from 'node:child_process';
import { clock, silent, type HostOrder } from './host-world.ts';

const order: HostOrder = JSON.parse(process.argv[2] ?? '{}');
const unknown = async () => fail('not-found', 'This host knows only one commit.', 'Ask for that one.');
const runner = createLocalRunner(
	{ kind: 'local', jobs: order.jobs, parallel: 2, onPush: false, keepRuns: 5 },
	{
		...{ branch: 'main', paths: [], folder: order.folder, clock, logger: silent, watchEveryMs: 1000, graceMs: 200 },
		environment: { PATH: process.env['PATH'] },
		secrets: async () => ok(order.secret),
		repository: {
			label: 'shop',
			head: async () => ok(order.commit),
			commits: unknown,
			readFile: unknown,
			contains: unknown,
			async checkout({ folder }) {
				execFileSync('git', ['clone', '-q', order.work, folder]);
				return ok(null);
			},
			close: async () => {},
		},
	},
);
await runner.start({ branch: 'main', commit: null, inputs: {}, startedBy: 'Ada' });
