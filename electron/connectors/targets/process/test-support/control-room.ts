/** A control room to be killed: `control-room FOLDER` deploys two versions, moves traffic, and then only stays alive. */
import { quietLogger, realClock } from '../../../../testing/real-world.ts';
import { createProcessTarget } from '../target.ts';
import { fixtureConfig, routerMain } from './place.ts';

const target = createProcessTarget(fixtureConfig(), {
	stateFolder: process.argv[2] ?? '',
	clock: realClock,
	logger: quietLogger,
	launchRouter: { file: process.execPath, args: [routerMain] },
});
await target.deploy({ slot: 'blue', version: '1.0.0', fence: 1 });
await target.deploy({ slot: 'green', version: '2.0.0', fence: 1 });
const state = await target.setTraffic({ split: { blue: 75, green: 25 }, fence: 1 });
process.stdout.write(`${state.ok ? state.value.publicUrl : JSON.stringify(state.problem)}\n`);
setInterval(() => {}, 1_000);
