import './styles/index.css';
import { createBridge } from './bridge';
import { View } from './view';

const root = document.getElementById('root');
if (root !== null) new View(root, createBridge()).start();
