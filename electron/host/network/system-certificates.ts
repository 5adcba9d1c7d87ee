/** What this machine trusts. */
import { getCACertificates } from 'node:tls';

/** Certificates of the system's store, as PEM. Takes some 50 ms the first time, so it is not asked before it is needed. */
export function readSystemCertificates(): readonly string[] {
	return getCACertificates('system');
}
