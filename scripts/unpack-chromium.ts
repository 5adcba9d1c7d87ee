/**
 * Unpacks the Chromium of @sparticuz/chromium into the folder that TMPDIR names, with the libraries and fonts
 * that a bare machine lacks. Its own process, because the package knows no other way to be told the folder.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';

const packed = path.join(path.dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', 'bin');
await chromium.executablePath();
await inflate(path.join(packed, 'al2023.tar.br'));
