/** The Jenkins runner against the conformance suite. */
import { runnerConformance } from '../conformance.ts';
import { openJenkinsHarness } from './harness.ts';

runnerConformance('jenkins', () => openJenkinsHarness());
