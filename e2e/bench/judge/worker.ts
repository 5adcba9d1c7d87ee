/** A thread of the bench: runs its share of all cells and answers with the tallies. */
import { parentPort, workerData } from 'node:worker_threads';
import { runCell, type Share } from './cells.ts';
import { scenarios } from './scenarios.ts';

const share: Share = workerData;
parentPort?.postMessage(scenarios.map((scenario) => runCell(scenario, share)));
