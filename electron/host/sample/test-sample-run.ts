/** A control room with a sample, to be killed: `test-sample-run FOLDER`. */
import { makeTestSample } from './test-sample.ts';

const sample = makeTestSample(process.argv[2] ?? '', () => {});
const started = await sample.start();
process.stdout.write(`${started.ok ? sample.view().url : JSON.stringify(started.problem)}\n`);
