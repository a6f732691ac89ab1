"""Networks: the only user of OpenVINO and, inside functions, of TensorFlow/Keras."""
