/** What tests against real servers are given: the machine's clock, and nobody to read a log. */
import type { Logger } from '../engine/ports.ts';
import { systemClock } from '../host/system-clock.ts';

export const realClock = systemClock();

export const quietLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
