/** The GitLab runner against the conformance suite. */
import { runnerConformance } from '../conformance.ts';
import { openGitlabHarness } from './harness.ts';

runnerConformance('gitlab', () => openGitlabHarness());
